package dev.sluice.gateway;

import dev.sluice.call.Environment;
import dev.sluice.call.secret.NoSecretException;
import dev.sluice.call.secret.SecretName;
import dev.sluice.call.secret.SecretStore;
import dev.sluice.secret.FileSecrets;
import dev.sluice.secret.SecretSources;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a new version of a key. */
@Command(name = "rotate")
@SuppressWarnings("NullAway.Init") // picocli fills the fields.
final class RotateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--folder")
  private @Nullable Path folder;

  @Option(names = "--prefix")
  private @Nullable String prefix;

  @Parameters(arity = "0..*", paramLabel = "KEY")
  private List<String> names;

  /** Where the keys of what is served here lie. */
  static Path localFolder() {
    return Installation.cache().resolve("secrets");
  }

  @Override
  public Integer call() {
    if (names == null || names.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "which key? One or more of: " + known());
    }
    List<SecretName> asked = names.stream().map(this::named).distinct().toList();
    SecretStore store = store();
    for (SecretName name : asked) {
      try {
        store.rotate(name);
      } catch (NoSecretException e) {
        throw new CommandException(String.valueOf(e.getMessage()), e);
      }
      spec.commandLine()
          .getOut()
          .println("The key '" + name.text() + "' is a new one; the one before is still read.");
    }
    return 0;
  }

  private SecretStore store() {
    if (folder != null && prefix != null) {
      throw new ParameterException(
          spec.commandLine(), "--folder and --prefix name two places: leave one out");
    }
    if (prefix == null) {
      return new FileSecrets(folder != null ? folder : localFolder(), InstantSource.system());
    }
    try {
      return SecretSources.secretsManager(Environment.ofProcess(), prefix, InstantSource.system());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private SecretName named(String text) {
    return Arrays.stream(SecretName.values())
        .filter(SecretName::isRotated)
        .filter(name -> name.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "there is no key '" + text + "': one of " + known()));
  }

  private static String known() {
    return Arrays.stream(SecretName.values())
        .filter(SecretName::isRotated)
        .map(SecretName::text)
        .collect(Collectors.joining(", "));
  }
}
