package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.FunctionProcess;
import dev.sluice.testkit.Outcome;
import dev.sluice.testkit.ProxyAnswer;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the tools of a function. */
record ToolCaller(FunctionProcess function) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** The answer, whatever it is. */
  JsonNode call(String tool, String arguments) throws InterruptedException {
    Outcome outcome = function.invoke(McpRequest.toolsCall(tool, arguments).event().toBytes());
    return JSON.readTree(ProxyAnswer.parse(outcome.answer().bytes()).body());
  }

  /** The id of a task that was started. */
  String startQuery(String sql) throws InterruptedException {
    JsonNode started = call("start_query", JSON.writeValueAsString(Map.of("sql", sql)));
    String id = started.at("/result/structuredContent/task_id").asString("");
    assertThat(id).as("%s", started).isNotEmpty();
    return id;
  }

  void awaitStatus(String task, String status) throws Exception {
    Await.until(
        "the task is " + status,
        () ->
            call("task_status", taskId(task))
                .at("/result/structuredContent/status")
                .asString("")
                .equals(status));
  }

  /** The arguments of a tool that is told of one task. */
  static String taskId(String task) {
    return "{\"task_id\": \"" + task + "\"}";
  }
}
