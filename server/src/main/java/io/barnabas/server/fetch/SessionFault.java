package io.barnabas.server.fetch;

/** Why a fetch session refused a request; the client answers all of them with a full fetch. */
public enum SessionFault {
  /** No such session, or none any more. */
  NOT_FOUND,
  /** Not the request that comes next in this session. */
  WRONG_EPOCH,
  /** The session names topics by name and the request by id, or the other way round. */
  TOPIC_ID_MISMATCH
}
