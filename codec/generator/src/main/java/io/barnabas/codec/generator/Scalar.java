package io.barnabas.codec.generator;

import java.util.Arrays;
import java.util.Optional;

/** The specification language's types that are not built from others. */
enum Scalar {
  BOOL("bool", "Boolean", 1),
  INT8("int8", "Int8", 1),
  INT16("int16", "Int16", 2),
  UINT16("uint16", "Uint16", 2),
  INT32("int32", "Int32", 4),
  UINT32("uint32", "Uint32", 4),
  INT64("int64", "Int64", 8),
  FLOAT64("float64", "Float64", 8),
  UUID("uuid", "Uuid", 16),
  STRING("string", "String", 0),
  BYTES("bytes", "Bytes", 0),
  RECORDS("records", "Records", 0);

  private final String specName;
  private final String methodSuffix;
  private final int fixedSize;

  Scalar(String specName, String methodSuffix, int fixedSize) {
    this.specName = specName;
    this.methodSuffix = methodSuffix;
    this.fixedSize = fixedSize;
  }

  static Optional<Scalar> named(String specName) {
    return Arrays.stream(values()).filter(scalar -> scalar.specName.equals(specName)).findFirst();
  }

  /** What the reader's and the writer's methods for this type are called behind the verb. */
  String methodSuffix() {
    return methodSuffix;
  }

  /** Whether a length stands before the content. */
  boolean hasLength() {
    return fixedSize == 0;
  }

  boolean isPrimitive() {
    return ordinal() < UUID.ordinal();
  }

  /** The fewest bytes a value takes. */
  int minSize(boolean flexible) {
    if (!hasLength()) {
      return fixedSize;
    }
    if (flexible) {
      return 1;
    }
    return this == STRING ? 2 : 4;
  }
}
