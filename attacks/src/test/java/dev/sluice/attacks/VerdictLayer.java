package dev.sluice.attacks;

import dev.sluice.call.Deadline;
import dev.sluice.sql.Judge;
import dev.sluice.sql.Verdict;
import dev.sluice.tool.governed.Governance;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;

/** The verdict alone, before bare JDBC: what it allows is sent as it is, and nothing is masked. */
record VerdictLayer(String name, String says) implements Layer {
  private static final Governance GOVERNANCE = new Governance(new Judge(), Governed.exposed());
  private static final JdbcLayer BARE = JdbcLayer.named("bare", "");

  @Override
  public boolean isOnReplica() {
    return false;
  }

  @Override
  public Session open(CarelessDatabase database) throws SQLException {
    Session bare = BARE.open(database);
    return new Session() {
      @Override
      public Answer send(String text) {
        Deadline deadline = Deadline.after(Duration.ofSeconds(20), InstantSource.system());
        return switch (GOVERNANCE.adHoc(text, Governed.EVE, deadline)) {
          case Verdict.Refused refused -> Answer.refused(refused.message());
          case Verdict.Allowed _ -> bare.send(text);
        };
      }

      @Override
      public String ask(String query) throws SQLException {
        return bare.ask(query);
      }

      @Override
      public void close() throws SQLException {
        bare.close();
      }
    };
  }
}
