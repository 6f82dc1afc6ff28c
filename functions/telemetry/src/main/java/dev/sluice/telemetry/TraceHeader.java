package dev.sluice.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What Lambda says of the trace that an invocation belongs to ({@code Lambda-Runtime-Trace-Id}).
 *
 * @param root the trace's id, {@code 1-} and 8 and 24 hexadecimal digits
 * @param parent the id of the segment that Lambda made, 16 hexadecimal digits
 * @param sampled whether the trace is recorded, which was decided before the call came here
 */
public record TraceHeader(String root, String parent, boolean sampled) {
  private static final int ROOT_CHARS = 35;
  private static final int EPOCH_END = 10;
  private static final int PARENT_CHARS = 16;

  /** A header; null where there is none, or it is not of that form. */
  public static @Nullable TraceHeader read(@Nullable String header) {
    if (header == null) {
      return null;
    }
    String root = field(header, "Root=");
    String parent = field(header, "Parent=");
    return isRoot(root) && parent.length() == PARENT_CHARS && isHex(parent, 0)
        ? new TraceHeader(root, parent, field(header, "Sampled=").equals("1"))
        : null;
  }

  private static String field(String header, String name) {
    int start = header.startsWith(name) ? 0 : header.indexOf(";" + name) + 1;
    if (start == 0 && !header.startsWith(name)) {
      return "";
    }
    int end = header.indexOf(';', start);
    return header.substring(start + name.length(), end < 0 ? header.length() : end);
  }

  private static boolean isRoot(String root) {
    return root.length() == ROOT_CHARS
        && root.startsWith("1-")
        && root.charAt(EPOCH_END) == '-'
        && isHex(root.substring(2, EPOCH_END), 0)
        && isHex(root, EPOCH_END + 1);
  }

  private static boolean isHex(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
        return false;
      }
    }
    return true;
  }
}
