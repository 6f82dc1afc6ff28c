package dev.sluice.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerIT {
  @TempDir private Path folder;

  @Test
  void start_twice_areTwoServersOnLoopbackWithoutFiles() {
    try (RedisServer one = RedisServer.start(folder.resolve("1"));
        RedisServer two = RedisServer.start(folder.resolve("2"))) {
      assertThat(one.ask("SET", "a", "1")).isEqualTo("OK");

      assertThat(one.ask("GET", "a")).isEqualTo("1");
      assertThat(two.ask("GET", "a")).isEmpty();
      assertThat(one.ask("CONFIG", "GET", "save")).isEqualTo("save\n\n");
      assertThat(one.ask("CONFIG", "GET", "bind")).contains("127.0.0.1");
    }
  }

  @Test
  void start_withMemoryAndPassword_hasBoth() {
    Map<String, String> settings =
        Map.of("maxmemory", "2mb", "maxmemory-policy", "noeviction", "requirepass", "made-up");
    try (RedisServer server = RedisServer.start(folder, settings)) {
      assertThat(server.ask("CONFIG", "GET", "maxmemory")).contains("2097152");
      assertThatThrownBy(() -> RedisWire.ask(server.port(), "", "PING"))
          .hasMessageContaining("NOAUTH");
    }
  }

  @Test
  void start_unknownSetting_saysWhereToLook() {
    assertThatThrownBy(() -> RedisServer.start(folder, Map.of("no-such-setting", "1")))
        .isInstanceOf(ServerException.class)
        .hasMessageContaining("redis.log");
  }

  @Test
  void kill_thenRestart_isEmptyOnTheSamePort() {
    try (RedisServer server = RedisServer.start(folder)) {
      int port = server.port();
      server.ask("SET", "a", "1");

      server.kill();
      assertThatThrownBy(() -> server.ask("PING")).isInstanceOf(ServerException.class);
      server.restart();

      assertThat(server.port()).isEqualTo(port);
      assertThat(server.ask("GET", "a")).isEmpty();
    }
  }

  @Test
  void pause_thenResume_answersOnlyAfterwards() {
    try (RedisServer server = RedisServer.start(folder)) {
      server.pause();
      assertThatThrownBy(() -> server.ask("PING")).isInstanceOf(ServerException.class);

      server.resume();
      assertThat(server.ask("PING")).isEqualTo("PONG");
    }
  }

  @Test
  void close_ofAPausedServer_endsItsProcess() {
    RedisServer server = RedisServer.start(folder);
    String pid =
        server
            .ask("INFO", "server")
            .lines()
            .filter(line -> line.startsWith("process_id:"))
            .findFirst()
            .orElseThrow()
            .substring("process_id:".length());
    server.pause();

    server.close();
    server.close();

    assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive)).isEmpty();
  }
}
