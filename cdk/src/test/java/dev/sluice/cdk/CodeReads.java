package dev.sluice.cdk;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What the code of a deployment zip asks for, by its own class files: no list beside them can be
 * forgotten.
 *
 * @param classes those of ours, by their names with slashes
 */
record CodeReads(Map<String, ClassModel> classes) {
  private static final String OURS = "dev/sluice/";
  private static final String SUFFIX = ".class";
  private static final Pattern SCRIPTED = Pattern.compile("redis\\.call\\('([A-Za-z]+)'");
  private static final Map<Path, CodeReads> READ = new HashMap<>();

  /** That of a module's zip. */
  static CodeReads of(String module) throws IOException {
    Path zip = Places.root().resolve("functions/" + module + "/target/" + module + "-lambda.zip");
    CodeReads known = READ.get(zip);
    if (known == null) {
      Map<String, ClassModel> classes = new HashMap<>();
      try (InputStream bytes = Files.newInputStream(zip)) {
        read(bytes, modules(), classes);
      }
      known = new CodeReads(classes);
      READ.put(zip, known);
    }
    return known;
  }

  /** The variables named in what a class can reach. */
  Set<String> variablesFrom(String className) {
    Set<String> seen = new HashSet<>();
    Set<String> variables = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(Set.of(className.replace('.', '/')));
    while (!open.isEmpty()) {
      String name = open.pop();
      ClassModel model = classes.get(name);
      if (model != null && seen.add(name)) {
        for (PoolEntry entry : model.constantPool()) {
          switch (entry) {
            case ClassEntry other -> open.push(other.asInternalName());
            case StringEntry text when text.stringValue().matches("SLUICE_[A-Z_]+") ->
                variables.add(text.stringValue());
            default -> {
              // Numbers, names and what refers to them.
            }
          }
        }
      }
    }
    return variables;
  }

  /** The commands of Redis that are sent, in small letters: by name, or inside a script. */
  Set<String> redisCommands() {
    Set<String> commands = new TreeSet<>();
    for (ClassModel model : classes.values()) {
      for (PoolEntry entry : model.constantPool()) {
        switch (entry) {
          case FieldRefEntry field
              when field.owner().asInternalName().equals("redis/clients/jedis/Protocol$Command") ->
              commands.add(field.name().stringValue().toLowerCase(Locale.ROOT));
          case StringEntry text -> {
            Matcher calls = SCRIPTED.matcher(text.stringValue());
            while (calls.find()) {
              commands.add(calls.group(1).toLowerCase(Locale.ROOT));
            }
          }
          default -> {
            // Numbers, names and what refers to them.
          }
        }
      }
    }
    return commands;
  }

  private static void read(InputStream bytes, Set<String> modules, Map<String, ClassModel> classes)
      throws IOException {
    // Not closed: that would close what it is in.
    ZipInputStream zip = new ZipInputStream(bytes);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      String name = entry.getName();
      if (name.startsWith(OURS) && name.endsWith(SUFFIX)) {
        classes.put(
            name.substring(0, name.length() - SUFFIX.length()),
            ClassFile.of().parse(zip.readAllBytes()));
      } else if (name.startsWith("lib/")
          && modules.stream().anyMatch(module -> name.matches("lib/" + module + "-\\d.*\\.jar"))) {
        read(zip, modules, classes);
      }
    }
  }

  private static Set<String> modules() throws IOException {
    Set<String> names = new HashSet<>();
    try (Stream<Path> folders = Files.list(Places.root().resolve("functions"))) {
      folders.forEach(folder -> names.add(folder.getFileName().toString()));
    }
    return names;
  }
}
