package dev.sluice.tool.declared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.Location;
import dev.sluice.catalog.Mistake;
import dev.sluice.catalog.shape.CatalogLock;
import dev.sluice.catalog.shape.Column;
import dev.sluice.catalog.shape.RelationShape;
import dev.sluice.catalog.shape.RelationShape.Policy;
import dev.sluice.catalog.shape.ToolShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServableTest {
  private static final Column ID = new Column("id", "int8");
  private static final Column NOTE = new Column("note", "text");
  private static final Policy OWN =
      new Policy("own", true, "SELECT", List.of("public"), "(tenant = 'x'::text)");

  @TempDir private Path folder;

  @Test
  void of_lockAndDatabaseAgree_servesTheTool() throws IOException {
    Servable servable = servable(lock(5, ID, NOTE), live(9, ID, NOTE));
    assertThat(servable.stopped()).isEmpty();
    assertThat(servable.tools().get("customer_orders")).extracting(ToolShape::cost).isEqualTo(9.0);
  }

  @Test
  void of_anotherType_stopsTheToolWithTheReason() throws IOException {
    assertThat(servable(lock(5, ID, NOTE), live(5, ID, new Column("note", "int4"))).stopped())
        .containsExactly(
            Map.entry(
                "customer_orders",
                "its answer was (id int8, note text) when the catalogue was checked, and is (id"
                    + " int8, note int4)"));
  }

  @Test
  void of_anotherPolicyOfARelationThatItReads_stopsTheTool() throws IOException {
    CatalogLock lock = lock(5, ID, NOTE);
    CatalogLock now =
        new CatalogLock(lock.tools(), Map.of("public.orders", relation(List.of(OWN))));
    assertThat(servable(lock, Optional.of(new Derived(now, Map.of(), List.of()))).stopped())
        .containsExactly(
            Map.entry(
                "customer_orders",
                "the row-level security of public.orders has changed since the catalogue was"
                    + " checked"));
  }

  @Test
  void of_statementThatTheDatabaseRefuses_stopsTheToolWithItsWords() throws IOException {
    Mistake mistake = new Mistake(new Location("tools/t.yaml", 9, 1), "no column \"x\"", "Mend it");
    Derived live =
        new Derived(CatalogLock.empty(), Map.of("customer_orders", List.of(mistake)), List.of());
    assertThat(servable(lock(5, ID), Optional.of(live)).stopped())
        .containsExactly(Map.entry("customer_orders", "no column \"x\""));
  }

  @Test
  void of_toolThatTheLockDoesNotKnow_isServedAsTheDatabaseHasIt() throws IOException {
    assertThat(servable(CatalogLock.empty(), live(5, ID)).tools()).containsKey("customer_orders");
  }

  @Test
  void of_statementThatChangedSinceTheCheck_isServedAsTheDatabaseHasIt() throws IOException {
    CatalogLock lock = lock(5, NOTE);
    ToolShape old = Objects.requireNonNull(lock.tools().get("customer_orders"));
    ToolShape other = new ToolShape("00", old.columns(), old.relations(), old.order(), old.cost());
    CatalogLock changed = new CatalogLock(Map.of("customer_orders", other), lock.relations());
    assertThat(servable(changed, live(5, ID)).stopped()).isEmpty();
    assertThat(servable(changed, Optional.empty()).stopped())
        .containsExactly(
            Map.entry("customer_orders", "no database answered, and the lock does not know it"));
  }

  @Test
  void of_noDatabase_servesWhatTheLockSays() throws IOException {
    Servable servable = servable(lock(5, ID, NOTE), Optional.empty());
    assertThat(servable.stopped()).isEmpty();
    assertThat(servable.tools()).containsKey("customer_orders");
  }

  @Test
  void of_noDatabase_tellsOnlyOfColumnsThatAreDeclared() throws IOException {
    Files.writeString(
        folder.resolve("relations.yaml"), "- relation: public.orders\n  columns: [id]\n");
    Servable servable = servable(lock(5, ID, NOTE), Optional.empty());
    assertThat(servable.relations()).containsOnlyKeys("public.orders");
    assertThat(servable.relations().values())
        .allSatisfy(
            shape ->
                assertThat(shape.columns())
                    .extracting(RelationShape.RelationColumn::name)
                    .containsExactly("id"));
  }

  @Test
  void of_statementThatReadsAnotherRelation_isStopped() throws IOException {
    ToolShape was = Objects.requireNonNull(lock(5, ID).tools().get("customer_orders"));
    ToolShape now =
        new ToolShape(
            was.statement(), was.columns(), List.of("public.other"), was.order(), was.cost());
    CatalogLock live = new CatalogLock(Map.of("customer_orders", now), Map.of());
    assertThat(servable(lock(5, ID), Optional.of(new Derived(live, Map.of(), List.of()))).stopped())
        .containsExactly(
            Map.entry(
                "customer_orders",
                "it read public.orders when the catalogue was checked, and reads public.other"));
  }

  private Servable servable(CatalogLock lock, Optional<Derived> live) throws IOException {
    TestCatalog.prepared(folder, TestCatalog.TOOL);
    lock.write(folder);
    return Servable.of(
        PreparedCatalog.of(Catalog.read(folder), List.of(), TestCatalog.JUDGE), live);
  }

  private CatalogLock lock(double cost, Column... columns) throws IOException {
    String statement =
        TestCatalog.prepared(folder, TestCatalog.TOOL)
            .tools()
            .getFirst()
            .declaration()
            .statementHash();
    ToolShape shape =
        new ToolShape(statement, List.of(columns), List.of("public.orders"), List.of(), cost);
    return new CatalogLock(
        Map.of("customer_orders", shape), Map.of("public.orders", relation(List.of())));
  }

  private Optional<Derived> live(double cost, Column... columns) throws IOException {
    return Optional.of(new Derived(lock(cost, columns), Map.of(), List.of()));
  }

  private static RelationShape relation(List<Policy> policies) {
    return new RelationShape(
        RelationShape.Kind.TABLE,
        null,
        List.of(
            new RelationShape.RelationColumn("id", "int8", false, null),
            new RelationShape.RelationColumn("secret", "text", false, null)),
        List.of(),
        List.of(),
        false,
        policies);
  }
}
