package dev.sluice.function.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cache.RedisSettings;
import dev.sluice.call.Environment;
import dev.sluice.call.Principal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionSettingsTest {
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "SLUICE_REPLICA_URLS", "jdbc:postgresql://a/x  jdbc:postgresql://b/x",
              "SLUICE_CREDENTIALS_FILE", "secret.json",
              "LAMBDA_TASK_ROOT", "task"));

  @Test
  void read_leastThereIs_fillsInTheRest() {
    FunctionSettings settings = FunctionSettings.read(new Environment(environment::get));
    assertThat(settings.database().replicaUrls())
        .containsExactly("jdbc:postgresql://a/x", "jdbc:postgresql://b/x");
    assertThat(settings.database().primaryUrl()).isNull();
    assertThat(settings.database().connectionsPerServer()).isEqualTo(1);
    assertThat(settings.catalog()).isEqualTo(Path.of("task", "catalog"));
    assertThat(settings.stranger()).isNull();
    assertThat(settings.problemsOnly()).isFalse();
  }

  @Test
  void read_openToATenant_letsStrangersInAsItsOwn() {
    environment.put("SLUICE_OPEN", "true");
    assertThat(FunctionSettings.read(new Environment(environment::get)).stranger())
        .isEqualTo(Principal.LOCAL);
    environment.put("SLUICE_OPEN_TENANT", "BUILDING");
    environment.put("SLUICE_OPEN_SCOPES", "orders.read  sql.query");
    assertThat(FunctionSettings.read(new Environment(environment::get)).stranger())
        .isEqualTo(new Principal("local", "BUILDING", Set.of("orders.read", "sql.query"), false));
  }

  @Test
  void read_cache_isThereWhereAUrlIs() {
    assertThat(FunctionSettings.read(new Environment(environment::get)).cache()).isNull();
    environment.put("SLUICE_CACHE_URL", "rediss://cache.internal:6379");
    environment.put("SLUICE_CACHE_CLUSTER", "true");
    RedisSettings cache = FunctionSettings.read(new Environment(environment::get)).cache();
    assertThat(cache).isNotNull();
    assertThat(cache.cluster()).isTrue();
    assertThat(cache.url()).hasHost("cache.internal");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SLUICE_CREDENTIALS_SECRET | sluice/dev/reader | the environment variables SLUICE_CREDENTIALS_FILE and SLUICE_CREDENTIALS_SECRET are both set: leave one out
          SLUICE_DATABASE_IAM_USER | sluice_reader | the environment variables SLUICE_CREDENTIALS_FILE and SLUICE_DATABASE_IAM_USER are both set: leave one out
          SLUICE_CREDENTIALS_FILE | '' | the environment variable SLUICE_CREDENTIALS_FILE is not set
          SLUICE_CACHE_URL | http://x | the environment variable SLUICE_CACHE_URL: the store's URL is not redis://host:port, nor rediss://host:port for TLS
          SLUICE_QUERY_MAX_AGE_SECONDS | -1 | the environment variable SLUICE_QUERY_MAX_AGE_SECONDS is -1: write 0 to 86400
          SLUICE_CONNECTIONS | many | the environment variable SLUICE_CONNECTIONS is 'many', not a whole number
          SLUICE_CONNECTIONS | 0 | connections per server: 0, not 1 to 64
          SLUICE_OPEN | yes | the environment variable SLUICE_OPEN is 'yes': write true or false
          SLUICE_REPLICA_URLS | '' | no database: name at least one replica or a primary
          """)
  void read_wrongValue_namesTheVariable(String name, String value, String message) {
    environment.put(name, value);
    assertThatThrownBy(() -> FunctionSettings.read(new Environment(environment::get)))
        .hasMessage(message);
  }
}
