package dev.sluice.attacks;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the database when the first suite asks for it, and ends it after the last one. */
final class CarelessExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(CarelessExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == CarelessDatabase.class;
  }

  @Override
  public CarelessDatabase resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(HERE)
        .computeIfAbsent(CarelessDatabase.class, _ -> start(), CarelessDatabase.class);
  }

  private static CarelessDatabase start() {
    try {
      return CarelessDatabase.start();
    } catch (IOException | SQLException e) {
      throw new IllegalStateException("the database does not start", e);
    }
  }
}
