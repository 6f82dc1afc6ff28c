package dev.sluice.conformance;

import dev.sluice.protocol.feature.Features;
import dev.sluice.protocol.modern.StateKeys;
import dev.sluice.testkit.conformance.ConformanceFixtures;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the fixtures in the place of the catalogue's tools. */
@Configuration(proxyBeanMethods = false)
public class FixtureConfiguration {

  @Bean
  Features fixtures(InstantSource clock) {
    return ConformanceFixtures.features(clock);
  }

  @Bean
  StateKeys fixtureKeys() {
    return ConformanceFixtures.stateKeys();
  }
}
