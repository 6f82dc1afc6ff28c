package dev.sluice.conformance;

import dev.sluice.call.secret.Secrets;
import dev.sluice.protocol.feature.Features;
import dev.sluice.task.aws.TaskServices;
import dev.sluice.telemetry.Telemetry;
import dev.sluice.testkit.conformance.ConformanceFixtures;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the fixtures in the place of the catalogue's tools. */
@Configuration(proxyBeanMethods = false)
public class FixtureConfiguration {

  @Bean
  Features fixtures(InstantSource clock) {
    FixtureStack stack = FixtureGateway.stack();
    return ConformanceFixtures.features(
        new FixtureEngine(
            TaskServices.of(stack.plain(), clock, Telemetry.discarding()),
            TaskServices.of(stack.asking(), clock, Telemetry.discarding())));
  }

  @Bean
  Secrets fixtureSecrets() {
    return ConformanceFixtures.secrets();
  }
}
