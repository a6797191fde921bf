package io.barnabas.metadata.acl;

/**
 * What somebody wants.
 *
 * @param principal type and name, such as {@code User:alice}
 * @param host the address they come from, in numbers
 * @param name the resource, as it is called: nothing is a pattern here
 */
public record AclQuery(
    String principal, String host, AclOperation operation, ResourceType type, String name) {}
