package io.barnabas.storage.log;

import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Small text files of {@code key=value} or {@code key: value} lines. */
final class PropertiesFile {
  private PropertiesFile() {}

  static Map<String, String> read(FileSystemPort files, Path file) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    String text = StandardCharsets.UTF_8.decode(files.readAll(file)).toString();
    for (String line : text.lines().toList()) {
      int separator = line.indexOf('=') >= 0 ? line.indexOf('=') : line.indexOf(':');
      if (!line.startsWith("#") && separator > 0) {
        values.put(line.substring(0, separator).trim(), line.substring(separator + 1).trim());
      }
    }
    return values;
  }

  static ByteBuffer encode(Map<String, String> values, String separator) {
    StringBuilder text = new StringBuilder();
    values.forEach((key, value) -> text.append(key).append(separator).append(value).append('\n'));
    return ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
