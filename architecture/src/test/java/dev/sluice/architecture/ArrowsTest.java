package dev.sluice.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ArrowsTest {
  private static final String ROOT = "dev.sluice.";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sluice");

  /**
   * A room of the house.
   *
   * @param name its package below the root
   * @param because why it may use no more than that
   * @param mayUse the rooms it may use; it may not be used by a room that does not name it
   */
  @SuppressWarnings("ArrayRecordComponent") // Written once below, never compared.
  private record Room(String name, String because, String... mayUse) {}

  private static final List<Room> ROOMS =
      List.of(
          new Room("call", "every room uses these words, so they may drag in nothing"),
          new Room("telemetry", "every room reports here, so it may drag in nothing"),
          new Room("xray", "the recorder is heavy, and loaded by who sends a trace", "telemetry"),
          new Room(
              "identity",
              "who calls must be told where there is no protocol, tool or database",
              "call",
              "telemetry"),
          new Room(
              "secret", "a key must be had before there is anything to serve", "call", "telemetry"),
          new Room(
              "protocol", "MCP must be testable without AWS, SQL or Spring", "call", "telemetry"),
          new Room(
              "catalog",
              "what an owner declared must be readable where there is no database",
              "call",
              "telemetry"),
          new Room(
              "alarms",
              "an alarm knows names of metrics, never what emits them",
              "telemetry",
              "catalog"),
          new Room(
              "sql",
              "a verdict depends on text and policy only, and must be had where there is no database",
              "call",
              "telemetry"),
          new Room(
              "data",
              "rows must not know which protocol or tool asked for them",
              "call",
              "telemetry",
              "secret",
              "catalog",
              "sql"),
          new Room(
              "cache",
              "what is kept is what data answers, under whoever asked; no tool knows where",
              "call",
              "telemetry",
              "secret",
              "catalog",
              "data"),
          new Room(
              "task",
              "a task must go on under whatever function a state machine calls",
              "call",
              "telemetry",
              "catalog",
              "data"),
          new Room(
              "control",
              "what bounds callers stands before every tool, and knows none",
              "call",
              "telemetry",
              "catalog",
              "data",
              "cache",
              "task"),
          new Room(
              "draft",
              "a draft is made of what the database says, before there is anything to serve",
              "call",
              "telemetry",
              "catalog",
              "data"),
          new Room(
              "tool",
              "a tool must run under any function, and in a test without one",
              "call",
              "telemetry",
              "protocol",
              "catalog",
              "sql",
              "data",
              "cache",
              "task",
              "control"),
          new Room(
              "function",
              "only here is the house wired; what serves it locally stands outside",
              "call",
              "telemetry",
              "xray",
              "identity",
              "secret",
              "protocol",
              "catalog",
              "sql",
              "data",
              "cache",
              "task",
              "control",
              "tool"),
          new Room("servers", "tests of every room start these, so it may use no room"),
          new Room("npm", "what checks us comes from npm, so it may use nothing of ours"),
          new Room("states", "it plays Step Functions, which knows nothing of what it runs"),
          new Room(
              "testkit",
              "tests of every room but these two use it; its fixtures are what a server offers",
              "call",
              "protocol"),
          new Room(
              "gateway",
              "it serves the deployed handler, and must reach the house only through it",
              "call",
              "telemetry",
              "identity",
              "secret",
              "function",
              "servers",
              "states",
              "tool",
              "task",
              "control",
              "catalog",
              "sql",
              "data",
              "cache",
              "draft"),
          new Room(
              "attacks",
              "it puts the house together before a careless database, without a function around it",
              "call",
              "telemetry",
              "protocol",
              "catalog",
              "sql",
              "data",
              "cache",
              "tool",
              "servers"),
          new Room(
              "bench",
              "it measures what is deployed, from outside, and routing, and records traces for alarms",
              "function",
              "data",
              "alarms",
              "servers",
              "testkit",
              "gateway",
              "attacks",
              "catalog",
              "sql",
              "tool",
              "protocol",
              "telemetry",
              "xray",
              "task",
              "control",
              "states",
              "call"),
          new Room(
              "conformance",
              "it judges what is deployed, from outside, but for the fixtures that it serves",
              "call",
              "telemetry",
              "protocol",
              "task",
              "tool",
              "function",
              "servers",
              "states",
              "testkit",
              "gateway",
              "npm"),
          new Room(
              "cdk",
              "it deploys what is built, and knows the house by its files and its names",
              "call",
              "telemetry",
              "identity",
              "catalog",
              "alarms",
              "npm"));

  @TestFactory
  Stream<DynamicTest> rooms_useOnlyTheRoomsBeforeThem() {
    return ROOMS.stream()
        .map(room -> DynamicTest.dynamicTest(room.name(), () -> arrowsOf(room).check(CLASSES)));
  }

  @Test
  void spring_isKnownOnlyToFunctions() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "function..", ROOT + "gateway..", ROOT + "conformance..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .because("wiring belongs to one place; the rest is plain Java that anybody can construct")
        .check(CLASSES);
  }

  @Test
  void lambda_isKnownOnlyToFunctionsAndWhatPlaysLambda() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + "function..",
            ROOT + "gateway..",
            ROOT + "testkit..",
            ROOT + "bench..",
            ROOT + "conformance..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.amazonaws.services..", "org.crac..")
        .because("the house must run where there is no Lambda")
        .check(CLASSES);
  }

  @Test
  void embeddedServers_areNeverInADeployedJar() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + "servers..",
            ROOT + "gateway..",
            ROOT + "attacks..",
            ROOT + "bench..",
            ROOT + "conformance..",
            ROOT + "testkit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.zonky..",
            "io.trino..",
            "redis.embedded..",
            "no.nav.security..",
            "software.amazon.dynamodb..",
            "org.gaul..",
            ROOT + "servers..",
            ROOT + "testkit..")
        .because("a deployed function speaks to real servers, and carries none")
        .check(CLASSES);
  }

  @Test
  void driverAndPool_areKnownOnlyToData() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "data..", ROOT + "servers..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.postgresql..", "com.zaxxer..")
        .because("limits, deadlines and the read-only session are put on in one place")
        .check(CLASSES);
  }

  @Test
  void redisClient_isKnownOnlyToCache() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "cache..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("redis.clients..", "io.lettuce..", "org.apache.commons.pool2..")
        .because(
            "that a store ends in time, and does nothing between calls, is seen to in one place")
        .check(CLASSES);
  }

  @Test
  void awsSdk_isKnownOnlyBehindPorts() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + "task..",
            ROOT + "identity..",
            ROOT + "control..",
            ROOT + "secret..",
            ROOT + "function..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon.awssdk..")
        .because("what must run on one laptop asks a port, and a port has more than one side")
        .check(CLASSES);
  }

  @Test
  void tokenLibrary_isKnownOnlyToIdentity() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "identity..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.nimbusds.jose..", "com.nimbusds.jwt..")
        .because("what makes a token good is decided in one place")
        .check(CLASSES);
  }

  @Test
  void recorder_isKnownOnlyToXray() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "xray..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.amazonaws.xray..")
        .because("it is in maintenance, and brings a second Jackson")
        .check(CLASSES);
  }

  @Test
  void webAssembly_isKnownOnlyToSql() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "sql..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("run.endive..")
        .because("which parser reads a statement is nobody else's business")
        .check(CLASSES);
  }

  @Test
  void classes_areAllInARoomThatTheRulesKnow() {
    classes()
        .should()
        .resideInAnyPackage(
            ROOMS.stream().map(room -> ROOT + room.name() + "..").toArray(String[]::new))
        .because("a room without a rule is a room where arrows go anywhere")
        .check(CLASSES);
  }

  private static ArchRule arrowsOf(Room room) {
    String[] allowed =
        Stream.concat(Stream.of(room.mayUse()), Stream.of(room.name()))
            .map(name -> ROOT + name + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(ROOT + room.name() + "..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("dev.sluice..")
                .and(JavaClass.Predicates.resideOutsideOfPackages(allowed)))
        .because(room.because());
  }
}
