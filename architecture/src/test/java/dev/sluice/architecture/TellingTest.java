package dev.sluice.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Telemetry;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is logged is our own words: a message of what was thrown may quote a value. */
class TellingTest {
  private static final Set<String> MESSAGES =
      Set.of("getMessage", "getLocalizedMessage", "toString", "printStackTrace");

  private static final ArchRule RULE =
      noMethods()
          .should(logAndReadMessages())
          .because("messages of libraries quote what they choke on: write Fault.of(e) instead");

  @Test
  void methodsThatLog_readNoMessageOfAThrowable() {
    RULE.check(
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.sluice"));
  }

  /** Otherwise a rule that finds nothing anywhere would pass. */
  @Test
  void methodThatLogsAMessage_isFound() {
    JavaClasses careless = new ClassFileImporter().importClasses(Careless.class);
    assertThatThrownBy(() -> RULE.check(careless)).hasMessageContaining("Careless.message");
    assertThatThrownBy(() -> RULE.check(careless)).hasMessageContaining("Careless.text");
  }

  /**
   * The text of any object counts as well: so a throwable gets in unseen. What {@code +} joins is
   * not seen here.
   */
  private static ArchCondition<JavaMethod> logAndReadMessages() {
    return new ArchCondition<>("log, and read the message of a throwable") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean logs =
            method.getMethodCallsFromSelf().stream()
                .anyMatch(
                    call ->
                        call.getName().equals("log")
                            && call.getTargetOwner().isAssignableTo(Telemetry.class));
        if (logs) {
          method.getMethodCallsFromSelf().stream()
              .filter(TellingTest::readsMessage)
              .forEach(
                  call ->
                      events.add(SimpleConditionEvent.satisfied(method, call.getDescription())));
        }
      }
    };
  }

  private static boolean readsMessage(JavaMethodCall call) {
    return call.getTargetOwner().isAssignableTo(Throwable.class)
            && MESSAGES.contains(call.getName())
        || call.getTargetOwner().isEquivalentTo(String.class)
            && call.getName().equals("valueOf")
            && call.getTarget().getRawParameterTypes().getFirst().isEquivalentTo(Object.class);
  }

  /** What must be found. */
  private static final class Careless {
    private Careless() {}

    static void message(Telemetry telemetry, Exception e) {
      telemetry.log(Event.CALL_BROKE, Map.of(Field.CAUSE, "no: " + e.getMessage()));
    }

    static void text(Telemetry telemetry, Exception e) {
      telemetry.log(Event.CALL_BROKE, Map.of(Field.CAUSE, String.valueOf(e)));
    }
  }
}
