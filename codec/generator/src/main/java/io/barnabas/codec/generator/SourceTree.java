package io.barnabas.codec.generator;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directory generated sources go to. Touches only files whose content changes, so that
 * compilers can skip the rest.
 */
final class SourceTree {

  private final Path root;
  private final Set<Path> written = new HashSet<>();

  SourceTree(Path root) {
    this.root = root;
  }

  void add(String javaPackage, TypeSpec type) throws IOException {
    JavaFile file =
        JavaFile.builder(javaPackage, type).skipJavaLangImports(true).indent("  ").build();
    add(javaPackage, type.name() + ".java", file.toString());
  }

  void add(String javaPackage, String fileName, String content) throws IOException {
    Path file = root.resolve(javaPackage.replace('.', '/')).resolve(fileName);
    if (!written.add(file)) {
      throw new SpecException("Two messages want to be " + file);
    }
    if (!Files.exists(file) || !Files.readString(file).equals(content)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    }
  }

  /** Deletes what an earlier run wrote and this one did not. */
  void deleteStale() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> stale =
          files.filter(Files::isRegularFile).filter(file -> !written.contains(file)).toList();
      for (Path file : stale) {
        Files.delete(file);
      }
    }
  }
}
