package dev.sluice.function.mcp;

import dev.sluice.cache.Cache;
import dev.sluice.call.Deadline;
import dev.sluice.call.secret.Secrets;
import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.Mistake;
import dev.sluice.data.DataException;
import dev.sluice.data.Replicas;
import dev.sluice.data.role.RoleException;
import dev.sluice.protocol.McpServer;
import dev.sluice.protocol.feature.Features;
import dev.sluice.protocol.modern.RequestStates;
import dev.sluice.protocol.wire.ServerInfo;
import dev.sluice.sql.Judge;
import dev.sluice.telemetry.Event;
import dev.sluice.telemetry.Field;
import dev.sluice.telemetry.Telemetry;
import dev.sluice.tool.ServedCatalog;
import dev.sluice.tool.control.Control;
import dev.sluice.tool.declared.CatalogCheck;
import dev.sluice.tool.declared.Derived;
import dev.sluice.tool.declared.PreparedCatalog;
import dev.sluice.tool.declared.Servable;
import dev.sluice.tool.task.TaskOffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes servers out of the catalogue, as it is on disk and as the database has it. */
public final class CatalogServers {
  private static final ServerInfo INFO = new ServerInfo("sluice", "Sluice", "0.1.0");

  /** A database that hangs must not use up Lambda's ten seconds for a start. */
  private static final Duration INSPECTION_LIMIT = Duration.ofSeconds(5);

  private final FunctionSettings settings;
  private final Replicas replicas;
  private final Cache cache;
  private final Judge judge;
  private final @Nullable TaskOffer tasks;
  private final Control control;
  private final Secrets secrets;
  private final RequestStates states;
  private final InstantSource clock;
  private final Telemetry telemetry;

  CatalogServers(
      FunctionSettings settings,
      Replicas replicas,
      Cache cache,
      Judge judge,
      @Nullable TaskOffer tasks,
      Control control,
      Secrets secrets,
      InstantSource clock,
      Telemetry telemetry) {
    this.settings = settings;
    this.replicas = replicas;
    this.cache = cache;
    this.judge = judge;
    this.tasks = tasks;
    this.control = control;
    this.secrets = secrets;
    this.states = new RequestStates(secrets, clock);
    this.clock = clock;
    this.telemetry = telemetry;
  }

  /**
   * What came of a catalogue.
   *
   * @param server that serves it
   * @param stopped tools that it does not serve, with the reasons
   * @param mistakes why those are not served, as far as the database finds fault with them
   * @param role the role that reads; empty when no database answered
   */
  record Made(
      McpServer server,
      Map<String, String> stopped,
      Map<String, List<Mistake>> mistakes,
      Optional<Role> role) {

    /** Throws {@link RoleException} when the role can do more than it needs. */
    void checkRole() {
      if (role.isPresent() && !role.get().excess().isEmpty()) {
        throw new RoleException(role.get().name(), role.get().excess());
      }
    }
  }

  /**
   * The role that reads.
   *
   * @param excess what it may do beyond that
   */
  record Role(String name, List<String> excess) {}

  private record Inspected(Derived derived, Role role) {}

  /**
   * A server of the catalogue. A tool that the database no longer knows as it was checked is
   * stopped alone; without a database, what the lock says is believed.
   *
   * @throws dev.sluice.catalog.CatalogException when the catalogue does not check
   * @throws RoleException when the role can do more than it needs
   */
  McpServer make() {
    Made made = read();
    made.checkRole();
    log(made);
    return made.server();
  }

  /** Says which tools are not served. */
  void log(Made made) {
    made.stopped()
        .forEach(
            (tool, reason) ->
                telemetry.log(Event.TOOL_STOPPED, Map.of(Field.TOOL, tool, Field.CAUSE, reason)));
  }

  /** The same, where somebody decides whether that will do. */
  Made read() {
    PreparedCatalog catalog = ServedCatalog.prepare(Catalog.read(settings.catalog()), judge);
    Optional<Inspected> inspected = inspect(catalog);
    Optional<Derived> live = inspected.map(Inspected::derived);
    live.stream()
        .flatMap(derived -> derived.relationMistakes().stream())
        .forEach(
            mistake ->
                telemetry.log(Event.RELATION_CHANGED, Map.of(Field.CAUSE, mistake.toString())));
    Servable servable = Servable.of(catalog, live);
    return new Made(
        of(
            ServedCatalog.features(
                INFO,
                catalog,
                servable,
                replicas,
                cache,
                settings.queries(),
                tasks,
                control,
                secrets,
                clock)),
        servable.stopped(),
        live.map(Derived::toolMistakes).orElse(Map.of()),
        inspected.map(Inspected::role));
  }

  /** A server of anything else. */
  McpServer of(Features features) {
    return new McpServer(features, states, settings.allowedOrigins()::contains);
  }

  private Optional<Inspected> inspect(PreparedCatalog catalog) {
    try {
      return Optional.of(
          replicas.inspect(
              Deadline.after(INSPECTION_LIMIT, clock),
              inspector ->
                  new Inspected(
                      CatalogCheck.derive(catalog, inspector),
                      new Role(
                          inspector.role(), inspector.excess(catalog.catalog().relations())))));
    } catch (DataException e) {
      telemetry.log(Event.CATALOG_UNCOMPARED, Map.of(Field.CAUSE, e.getClass().getSimpleName()));
      return Optional.empty();
    }
  }
}
