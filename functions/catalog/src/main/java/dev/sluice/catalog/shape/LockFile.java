package dev.sluice.catalog.shape;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sluice.catalog.CatalogException;
import dev.sluice.catalog.Location;
import dev.sluice.catalog.Mistake;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/** The lock as JSON: read and written. */
final class LockFile {
  private static final int FORMAT = 1;
  private static final String REMEDY =
      "Run './sluice check-catalog', which writes it anew, or delete it";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .defaultPrettyPrinter(
              new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
          .build();

  private LockFile() {}

  /** What the file holds. */
  private record Content(
      int format, Map<String, ToolShape> tools, Map<String, RelationShape> relations) {
    private Content {
      Objects.requireNonNull(tools, "tools");
      Objects.requireNonNull(relations, "relations");
    }
  }

  static CatalogLock read(Path folder) {
    Path file = folder.resolve(CatalogLock.FILE);
    if (!Files.exists(file)) {
      return CatalogLock.empty();
    }
    try {
      return parse(Files.readString(file));
    } catch (CharacterCodingException e) {
      throw mistake(1, 1, "this is not UTF-8", REMEDY, e);
    } catch (IOException e) {
      throw mistake(1, 1, "this cannot be read", "Check that this user may read it", e);
    }
  }

  private static CatalogLock parse(String text) {
    try {
      checkFormat(text);
      Content content = JSON.readValue(text, Content.class);
      return new CatalogLock(content.tools(), content.relations());
    } catch (UnrecognizedPropertyException e) {
      throw broken(e, "'" + e.getPropertyName() + "' is not a field of a lock");
    } catch (DatabindException e) {
      // The library's own words name classes.
      throw broken(e, "something is missing here, or is of the wrong kind");
    } catch (JacksonException e) {
      String reason = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      throw broken(e, "this is not JSON: " + reason);
    }
  }

  /** Another format's fields mean nothing here, so its number comes first. */
  private static void checkFormat(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
      while (isObject && parser.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean isFormat = parser.currentName().equals("format");
        TokenStreamLocation at = parser.currentTokenLocation();
        parser.nextToken();
        if (isFormat) {
          if (!parser.getString().equals(String.valueOf(FORMAT))) {
            throw mistake(
                at.getLineNr(),
                at.getColumnNr(),
                "this lock has format " + parser.getString() + ", not " + FORMAT,
                REMEDY,
                null);
          }
          return;
        }
        parser.skipChildren();
      }
      throw mistake(1, 1, "this lock has no 'format'", REMEDY, null);
    }
  }

  private static CatalogException broken(JacksonException cause, String problem) {
    TokenStreamLocation at = cause.getLocation();
    return mistake(
        at == null ? 1 : Math.max(1, at.getLineNr()),
        at == null ? 1 : Math.max(1, at.getColumnNr()),
        problem,
        REMEDY,
        cause);
  }

  static void write(Path folder, CatalogLock lock) {
    Path file = folder.resolve(CatalogLock.FILE);
    // Beside the file, for a rename is atomic only within one file system.
    Path unfinished = folder.resolve("." + CatalogLock.FILE + "." + ProcessHandle.current().pid());
    try {
      try {
        Files.writeString(
            unfinished,
            JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content(lock)) + "\n");
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw mistake(
          1,
          1,
          "this cannot be written: " + e.getClass().getSimpleName(),
          "Check that the folder is there and that this user may write to it",
          e);
    }
  }

  /** All that is compared, as one line. */
  static String compared(CatalogLock lock) {
    return JSON.writeValueAsString(content(lock.withoutCosts()));
  }

  private static Content content(CatalogLock lock) {
    return new Content(FORMAT, lock.tools(), lock.relations());
  }

  private static CatalogException mistake(
      int line, int column, String problem, String remedy, @Nullable Exception cause) {
    CatalogException exception =
        new CatalogException(
            List.of(new Mistake(new Location(CatalogLock.FILE, line, column), problem, remedy)));
    if (cause != null) {
      exception.initCause(cause);
    }
    return exception;
  }
}
