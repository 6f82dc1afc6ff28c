package dev.sluice.data;

import dev.sluice.data.Credentials.Login;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A login as text: {@code {"username": …, "password": …}}. */
final class LoginText {
  private LoginText() {}

  /** Throws {@link IllegalStateException} without quoting anything of it. */
  static Login read(String json, String where) {
    try {
      JsonNode secret = JsonMapper.shared().readTree(json);
      if (!secret.path("username").isString() || !secret.path("password").isString()) {
        throw new IllegalStateException(
            where + " is no secret: write {\"username\": …, \"password\": …}");
      }
      return new Login(secret.get("username").asString(), secret.get("password").asString());
    } catch (JacksonException e) {
      // The cause is left out: a parser quotes what it could not read.
      throw new IllegalStateException(where + " cannot be read as a secret");
    }
  }
}
