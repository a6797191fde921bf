package io.barnabas.compat.access;

import java.util.Set;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/**
 * What somebody who may do nothing asks one API, and what they are told.
 *
 * @param maxVersion the last version that names things by names
 * @param about makes the request about a topic, a group, a transactional id of this name
 * @param errors one of them is in every answer, and no other; none where the answer is only empty
 */
record Refusal(ApiKeys api, short maxVersion, About about, Set<Errors> errors) {

  /** Makes a request. */
  interface About {
    ApiMessage named(String name, short version);
  }
}
