package dev.sluice.tool.declared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.Keeping;
import dev.sluice.cache.VariesBy;
import dev.sluice.call.RelationName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepingRulesTest {
  private static final RelationName ORDERS = new RelationName("public", "orders");
  private static final RelationName NOTES = new RelationName("public", "notes");
  private static final RelationName PLAIN = new RelationName("public", "plain");
  private static final String RELATIONS =
      """
      - relation: public.orders
        columns: [id]
        varies_by: [tenant]
      - relation: public.notes
        columns: [id]
        varies_by: [subject, scopes]
      - relation: public.plain
        columns: [id]
      """;
  @TempDir private Path folder;

  @BeforeEach
  void declare() throws IOException {
    Files.writeString(folder.resolve("relations.yaml"), RELATIONS);
  }

  @Test
  void of_allRelationsNarrowed_variesByWhatTheySayTogether() throws IOException {
    assertThat(keeping("orders", Set.of(ORDERS, NOTES)).variesBy())
        .containsExactly(VariesBy.TENANT);
    assertThat(keeping("orders join notes using (id)", Set.of(ORDERS, NOTES)).variesBy())
        .containsExactlyInAnyOrder(VariesBy.values());
  }

  /** The owner says less than policies look at, or no database was there to ask. */
  @Test
  void of_notBorneOut_variesByEverything() throws IOException {
    assertThat(keeping("orders", Set.of()).variesBy()).isEqualTo(Keeping.ALL);
    assertThat(keeping("orders", Set.of(NOTES)).variesBy()).isEqualTo(Keeping.ALL);
  }

  @Test
  void of_oneRelationThatSaysNothing_variesByEverything() throws IOException {
    assertThat(keeping("orders natural join plain", Set.of(ORDERS, PLAIN)).variesBy())
        .isEqualTo(Keeping.ALL);
    assertThat(keeping("generate_series(1, 2) as s(id)", Set.of(ORDERS)).variesBy())
        .isEqualTo(Keeping.ALL);
  }

  @Test
  void of_relationInASubquery_countsToo() throws IOException {
    assertThat(
            keeping("orders where id in (select id from notes)", Set.of(ORDERS, NOTES)).variesBy())
        .containsExactlyInAnyOrder(VariesBy.values());
  }

  @Test
  void of_tags_areTheToolsOwn() throws IOException {
    assertThat(keeping("orders", Set.of()).tags()).containsExactly("a", "b");
  }

  @Test
  void of_cacheOff_isNothing() throws IOException {
    assertThat(rules("orders", "off", Set.of(ORDERS))).isEmpty();
  }

  private Keeping keeping(String from, Set<RelationName> borneOut) throws IOException {
    return rules(from, "{ tags: [b, a] }", borneOut).orElseThrow();
  }

  private Optional<Keeping> rules(String from, String cache, Set<RelationName> borneOut)
      throws IOException {
    String tool =
        """
        name: t
        title: T
        description: T.
        input: { type: object, properties: {}, additionalProperties: false }
        sql: select id from %s
        cache: %s
        examples: [ {} ]
        """
            .formatted(from, cache);
    PreparedCatalog catalog = TestCatalog.prepared(folder, tool);
    return new KeepingRules(catalog, borneOut).of(catalog.tools().getFirst());
  }
}
