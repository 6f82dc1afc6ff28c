package dev.sluice.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
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

  /** For each room, the rooms it may use; whoever is not named here may be used by nobody. */
  private static final Map<String, List<String>> MAY_USE =
      Map.of(
          "call", List.of(),
          "telemetry", List.of(),
          "protocol", List.of("call", "telemetry"),
          "catalog", List.of("call", "telemetry"),
          "data", List.of("call", "telemetry", "catalog"),
          "tool", List.of("call", "telemetry", "protocol", "catalog", "data"),
          "function", List.of("call", "telemetry", "protocol", "catalog", "data", "tool"),
          "servers", List.of(),
          "testkit", List.of());

  private static final Map<String, String> BECAUSE =
      Map.of(
          "call", "every room uses these words, so they may drag in nothing",
          "telemetry", "every room reports here, so it may drag in nothing",
          "protocol", "MCP must be testable without AWS, SQL or Spring",
          "catalog", "what an owner declared must be readable where there is no database",
          "data", "rows must not know which protocol or tool asked for them",
          "tool", "a tool must run under any function, and in a test without one",
          "function", "only here is the house wired; what serves it locally stands outside",
          "servers", "tests of every room start these, so they may use no room",
          "testkit", "tests of every room use it, so it may use no room");

  @TestFactory
  Stream<DynamicTest> rooms_useOnlyTheRoomsBeforeThem() {
    return MAY_USE.keySet().stream()
        .sorted()
        .map(room -> DynamicTest.dynamicTest(room, () -> arrowsOf(room).check(CLASSES)));
  }

  @Test
  void spring_isKnownOnlyToFunctions() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT + "function..", ROOT + "gateway..")
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
            ROOT + "function..", ROOT + "gateway..", ROOT + "testkit..", ROOT + "bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.amazonaws..", "org.crac..")
        .because("the house must run where there is no Lambda")
        .check(CLASSES);
  }

  @Test
  void embeddedServers_areNeverInADeployedJar() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + "servers..", ROOT + "gateway..", ROOT + "bench..", ROOT + "testkit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.zonky..", "io.trino..", ROOT + "servers..", ROOT + "testkit..")
        .because("a deployed function speaks to real servers, and carries none")
        .check(CLASSES);
  }

  @Test
  void classes_areAllInARoomThatTheRulesKnow() {
    List<String> rooms =
        Stream.concat(MAY_USE.keySet().stream(), Stream.of("gateway", "bench"))
            .map(room -> ROOT + room + "..")
            .toList();
    classes()
        .should()
        .resideInAnyPackage(rooms.toArray(String[]::new))
        .because("a room without a rule is a room where arrows go anywhere")
        .check(CLASSES);
  }

  private static ArchRule arrowsOf(String room) {
    String[] allowed =
        Stream.concat(MAY_USE.getOrDefault(room, List.of()).stream(), Stream.of(room))
            .map(name -> ROOT + name + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(ROOT + room + "..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("dev.sluice..")
                .and(JavaClass.Predicates.resideOutsideOfPackages(allowed)))
        .because(BECAUSE.getOrDefault(room, "every arrow needs a reason"));
  }
}
