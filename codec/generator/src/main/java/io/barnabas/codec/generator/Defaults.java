package io.barnabas.codec.generator;

import com.palantir.javapoet.CodeBlock;
import java.util.List;

/** What a field holds where nobody said otherwise, and how to tell that it holds something else. */
final class Defaults {

  private final JavaTypes types;

  Defaults(JavaTypes types) {
    this.types = types;
  }

  CodeBlock valueOf(FieldSpec field) {
    if (field.defaultsToNull()) {
      return CodeBlock.of("null");
    }
    if (field.type().isArray()) {
      refuseText(field);
      return CodeBlock.of("$T.of()", List.class);
    }
    if (field.type().isStruct()) {
      refuseText(field);
      return CodeBlock.of("$T.DEFAULT", types.nested(field.type().structName()));
    }
    return scalar(field, ((FieldType.OfScalar) field.type()).scalar());
  }

  /** A condition that holds if the field's value is not its default. */
  CodeBlock isOther(FieldSpec field) {
    String name = field.name();
    if (field.defaultsToNull()) {
      return CodeBlock.of("$N != null", name);
    }
    if (field.type().isScalar(Scalar.BOOL)) {
      return CodeBlock.of(isTrue(field) ? "!$N" : "$N", name);
    }
    if (field.type().isPrimitive()) {
      return CodeBlock.of("$N != $L", name, valueOf(field));
    }
    if (field.type().isArray() || field.type().isScalar(Scalar.BYTES)) {
      return CodeBlock.of(
          field.isNullable() ? "$1N == null || !$1N.isEmpty()" : "!$1N.isEmpty()", name);
    }
    return CodeBlock.of("!$L.equals($N)", valueOf(field), name);
  }

  private static CodeBlock scalar(FieldSpec field, Scalar scalar) {
    return switch (scalar) {
      case BOOL -> CodeBlock.of("$L", isTrue(field));
      case INT8 -> CodeBlock.of("(byte) $L", Byte.decode(number(field)));
      case INT16 -> CodeBlock.of("(short) $L", Short.decode(number(field)));
      case UINT16, INT32 -> CodeBlock.of("$L", Integer.decode(number(field)));
      case UINT32, INT64 -> CodeBlock.of("$LL", Long.decode(number(field)));
      case FLOAT64 -> CodeBlock.of("$L", Double.parseDouble(number(field)));
      case UUID -> {
        refuseText(field);
        yield CodeBlock.of("$T.ZERO", CodecNames.UUID);
      }
      case STRING -> CodeBlock.of("$S", field.defaultText() == null ? "" : field.defaultText());
      case BYTES -> {
        refuseText(field);
        yield CodeBlock.of("$T.EMPTY", CodecNames.BYTES);
      }
      case RECORDS -> throw new SpecException(field.name() + " is never null");
    };
  }

  private static boolean isTrue(FieldSpec field) {
    return "true".equals(field.defaultText());
  }

  private static String number(FieldSpec field) {
    String text = field.defaultText();
    return text == null || text.isEmpty() ? "0" : text;
  }

  private static void refuseText(FieldSpec field) {
    String text = field.defaultText();
    if (text != null && !text.isEmpty()) {
      throw new SpecException("Cannot express the default of " + field.name() + ": " + text);
    }
  }
}
