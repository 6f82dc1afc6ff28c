package dev.sluice.cache;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the answers of one tool are kept.
 *
 * @param tool whose they are
 * @param version of the catalogue: under another, nothing that was kept is found
 * @param tags by which they can be thrown away
 * @param variesBy what of a caller decides; whoever agrees in that is given one another's answers.
 *     The scopes that lift a mask of the answer count in any case
 */
public record Keeping(String tool, String version, List<String> tags, Set<VariesBy> variesBy) {
  /** The whole principal. */
  public static final Set<VariesBy> ALL = Set.of(VariesBy.values());

  /** Copies both, each tag once and in order. */
  public Keeping {
    tags = List.copyOf(new TreeSet<>(tags));
    variesBy = Set.copyOf(variesBy);
  }

  /** Answers that nobody but the very same caller is given. */
  public Keeping(String tool, String version, List<String> tags) {
    this(tool, version, tags, ALL);
  }
}
