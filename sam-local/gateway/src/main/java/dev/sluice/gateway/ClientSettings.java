package dev.sluice.gateway;

import dev.sluice.catalog.Catalog;
import dev.sluice.catalog.ToolDeclaration;
import dev.sluice.tool.query.QueryTools;
import java.io.PrintWriter;

/** What a person copies into a client, once the gateway answers. */
final class ClientSettings {
  /** The port that {@code ./sluice call} asks unless it is told another. */
  private static final int DEFAULT_PORT = 8080;

  private ClientSettings() {}

  static void print(PrintWriter out, int port, Catalog catalog) {
    String url = "http://127.0.0.1:" + port + "/mcp";
    out.println("ready " + url);
    out.printf(
        """

        Claude Code      claude mcp add --transport http sluice %1$s
        Claude Desktop   claude_desktop_config.json:
                         {"mcpServers":{"sluice":{"command":"npx","args":["-y","mcp-remote","%1$s"]}}}
        VS Code          .vscode/mcp.json:
                         {"servers":{"sluice":{"type":"http","url":"%1$s"}}}
        Cursor           ~/.cursor/mcp.json:
                         {"mcpServers":{"sluice":{"url":"%1$s"}}}

        Or from another terminal:
          %2$s
        """,
        url, call(port, url, catalog));
    out.flush();
  }

  /** The same where tokens are wanted, and how to get one. */
  static void printGuarded(PrintWriter out, int port, Catalog catalog, String tokens) {
    String url = "http://127.0.0.1:" + port + "/mcp";
    out.println("ready " + url);
    out.printf(
        """

        A token, for an hour; anybody on this machine gets one:
          export SLUICE_TOKEN=$(curl -s %2$s -d grant_type=client_credentials -d client_id=laptop -d client_secret=any -d scope=%4$s | grep -o '"access_token" *: *"[^"]*' | grep -o '[^"]*$')

        Claude Code      claude mcp add --transport http sluice %1$s --header "Authorization: Bearer $SLUICE_TOKEN"
        VS Code          .vscode/mcp.json; it asks for a client id, and any will do:
                         {"servers":{"sluice":{"type":"http","url":"%1$s"}}}
        Cursor           ~/.cursor/mcp.json:
                         {"mcpServers":{"sluice":{"url":"%1$s","headers":{"Authorization":"Bearer ${env:SLUICE_TOKEN}"}}}}

        Or from another terminal, with SLUICE_TOKEN set:
          %3$s
        """,
        url, tokens, call(port, url, catalog), QueryTools.SCOPE);
    out.flush();
  }

  /** A line that a shell takes as it is. */
  private static String call(int port, String url, Catalog catalog) {
    String option = port == DEFAULT_PORT ? "" : " --url " + url;
    return catalog.tools().stream()
        .filter(tool -> !tool.examples().isEmpty())
        .findFirst()
        .map(tool -> "./sluice call" + option + " " + tool.name() + " " + example(tool))
        .orElse("./sluice tools" + option);
  }

  private static String example(ToolDeclaration tool) {
    return "'" + tool.examples().getFirst().toString().replace("'", "'\\''") + "'";
  }
}
