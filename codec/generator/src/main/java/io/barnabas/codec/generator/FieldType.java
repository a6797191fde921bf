package io.barnabas.codec.generator;

/** A field's type: a scalar, a structure, or an array of either. */
sealed interface FieldType {

  /** A type the language has built in. */
  record OfScalar(Scalar scalar) implements FieldType {}

  /** A structure, by the name the specification gives it. */
  record OfStruct(String name) implements FieldType {}

  /** An array; elements are never null and never arrays. */
  record OfArray(FieldType element) implements FieldType {}

  static FieldType parse(String text) {
    return text.startsWith("[]") ? new OfArray(parse(text.substring(2))) : parseElement(text);
  }

  private static FieldType parseElement(String text) {
    return Scalar.named(text).<FieldType>map(OfScalar::new).orElseGet(() -> new OfStruct(text));
  }

  /** The structure this type is or is an array of, or the empty string. */
  default String structName() {
    if (this instanceof OfArray) {
      return ((OfArray) this).element().structName();
    }
    return this instanceof OfStruct ? ((OfStruct) this).name() : "";
  }

  default boolean isArray() {
    return this instanceof OfArray;
  }

  default boolean isStruct() {
    return this instanceof OfStruct;
  }

  default boolean isScalar(Scalar scalar) {
    return this instanceof OfScalar && ((OfScalar) this).scalar() == scalar;
  }

  /** Whether the Java type has no null. */
  default boolean isPrimitive() {
    return this instanceof OfScalar && ((OfScalar) this).scalar().isPrimitive();
  }
}
