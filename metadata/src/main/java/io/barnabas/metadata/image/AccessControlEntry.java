package io.barnabas.metadata.image;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.AccessControlEntryRecord;

/**
 * One ACL binding. The numbers are those of the wire (KIP-140, KIP-290): an image keeps an entry
 * whatever its numbers mean.
 *
 * @param resourceType 2 topic, 3 group, 4 cluster, 5 transactional id, 6 delegation token, 7 user
 * @param patternType 3 literal, 4 prefixed
 * @param principal type and name, such as {@code User:alice}
 * @param host an address, or {@code *}
 * @param operation 2 all, 3 read, 4 write, ...
 * @param permissionType 2 deny, 3 allow
 */
public record AccessControlEntry(
    byte resourceType,
    String resourceName,
    byte patternType,
    String principal,
    String host,
    byte operation,
    byte permissionType) {

  static AccessControlEntry of(AccessControlEntryRecord record) {
    return new AccessControlEntry(
        record.resourceType(),
        record.resourceName(),
        record.patternType(),
        record.principal(),
        record.host(),
        record.operation(),
        record.permissionType());
  }

  /**
   * The record that adds this entry.
   *
   * @param id the entry's identity, by which it is removed
   */
  public AccessControlEntryRecord toRecord(Uuid id) {
    return AccessControlEntryRecord.builder()
        .id(id)
        .resourceType(resourceType)
        .resourceName(resourceName)
        .patternType(patternType)
        .principal(principal)
        .host(host)
        .operation(operation)
        .permissionType(permissionType)
        .build();
  }
}
