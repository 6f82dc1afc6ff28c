package dev.sluice.protocol.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of each list; {@code nextCursor} is null on the last. */
public final class Lists {
  private Lists() {}

  /**
   * Tools.
   *
   * @param tools a {@link ToolDescriptor} each, of this page
   * @param nextCursor where the next begins
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ToolList(List<WrittenJson> tools, @Nullable String nextCursor) {}

  /**
   * Resources.
   *
   * @param resources of this page
   * @param nextCursor where the next begins
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ResourceList(List<ResourceDescriptor> resources, @Nullable String nextCursor) {}

  /**
   * Templates of resources.
   *
   * @param resourceTemplates of this page
   * @param nextCursor where the next begins
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record TemplateList(
      List<ResourceTemplate> resourceTemplates, @Nullable String nextCursor) {}

  /**
   * Prompts.
   *
   * @param prompts of this page
   * @param nextCursor where the next begins
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PromptList(List<PromptDescriptor> prompts, @Nullable String nextCursor) {}
}
