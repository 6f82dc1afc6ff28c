package dev.sluice.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which attempts stored something. */
final class MemoryResults implements ResultCleaner {
  final Map<String, TreeSet<Integer>> attempts = new TreeMap<>();

  void store(TaskId id, int attempt) {
    attempts.computeIfAbsent(id.text(), _ -> new TreeSet<>()).add(attempt);
  }

  @Override
  public void keepOnly(TaskId id, int attempt) {
    attempts.getOrDefault(id.text(), new TreeSet<>()).removeIf(one -> one != attempt);
  }

  @Override
  public void deleteAll(TaskId id) {
    attempts.remove(id.text());
  }

  @Override
  public List<TaskId> stored(@Nullable TaskId after, int most) {
    List<TaskId> found = new ArrayList<>();
    for (String id : attempts.keySet()) {
      if ((after == null || id.compareTo(after.text()) > 0) && found.size() < most) {
        found.add(new TaskId(id));
      }
    }
    return found;
  }
}
