package io.barnabas.codec.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Message;
import io.barnabas.codec.MessageReader;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Error codes of responses, told and changed wherever they lie. */
final class ErrorCodesTest {
  private static final short CHANGED = 42;

  @Test
  void shouldChangeEveryErrorCodeOfEveryResponseAndStillBeWritable()
      throws ReflectiveOperationException {
    Set<String> withCodes = new HashSet<>();
    for (MessageCase which : MessageCases.all()) {
      if (which.ourClass().getSimpleName().endsWith("Response")) {
        OurSide codec = new OurSide(which);
        KafkaSide kafka = new KafkaSide(which);
        byte[] bytes = kafka.write(kafka.random(which.toString().hashCode()));
        Message ours = codec.read(new MessageReader(Unpooled.wrappedBuffer(bytes)));

        Message changed = ours.withErrorCodes(which.version(), code -> CHANGED);

        List<Integer> codes = new ArrayList<>();
        changed.errorCodes(codes::add);
        // What this version does not carry stays at its default.
        assertTrue(codes.stream().allMatch(code -> code == CHANGED || code == 0), which.toString());
        List<Integer> before = new ArrayList<>();
        ours.errorCodes(before::add);
        assertEquals(before.size(), codes.size(), which.toString());
        assertEquals(ours, ours.withErrorCodes(which.version(), code -> code), which.toString());
        if (codes.contains((int) CHANGED)) {
          withCodes.add(which.ourClass().getSimpleName());
        }
        byte[] written = codec.write(changed);
        Message again = codec.read(new MessageReader(Unpooled.wrappedBuffer(written)));
        List<Integer> told = new ArrayList<>();
        again.errorCodes(told::add);
        assertEquals(codes, told, which.toString());
        again.release();
        ours.release();
      }
    }
    assertTrue(withCodes.contains("ProduceResponse"), withCodes.toString());
    assertTrue(withCodes.contains("AddPartitionsToTxnResponse"), withCodes.toString());
  }
}
