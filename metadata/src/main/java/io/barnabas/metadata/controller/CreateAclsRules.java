package io.barnabas.metadata.controller;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.AclPermission;
import io.barnabas.metadata.acl.HostPattern;
import io.barnabas.metadata.acl.PatternType;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.controller.CreateAcls.Reply;
import io.barnabas.metadata.controller.CreateAcls.Result;
import io.barnabas.metadata.image.AccessControlEntry;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides {@link CreateAcls}. */
final class CreateAclsRules implements CommandRules<CreateAcls, Reply> {

  @Override
  public Decision<Reply> decide(CreateAcls command, Situation situation) {
    boolean rangesKnown = situation.image().features().metadataVersion().supportsAclRanges();
    Set<AccessControlEntry> added = new HashSet<>();
    List<MetadataRecord> records = new ArrayList<>();
    List<Result> results = new ArrayList<>();
    for (AccessControlEntry entry : command.entries()) {
      Refusal refusal = refusal(entry, rangesKnown);
      if (refusal == null && !situation.image().acls().contains(entry) && added.add(entry)) {
        records.add(situation.record(entry.toRecord(id(situation))));
      }
      results.add(new Result(refusal));
    }
    return records.size() > AclLimits.CHANGES_MAX
        ? Decision.none(
            new Reply(results.stream().map(any -> new Result(AclLimits.exceeded())).toList()))
        : new Decision<>(records, new Reply(results));
  }

  private static Uuid id(Situation situation) {
    return TopicIds.random(situation.random(), id -> situation.image().acls().entry(id) == null);
  }

  private static @Nullable Refusal refusal(AccessControlEntry entry, boolean rangesKnown) {
    ResourceType type = ResourceType.ofId(entry.resourceType());
    if (type == ResourceType.UNKNOWN || type == ResourceType.ANY) {
      return invalid("Invalid resourceType " + type);
    }
    PatternType pattern = PatternType.ofId(entry.patternType());
    if (pattern != PatternType.LITERAL && pattern != PatternType.PREFIXED) {
      return invalid("Invalid patternType " + pattern);
    }
    AclOperation operation = AclOperation.ofId(entry.operation());
    if (operation == AclOperation.UNKNOWN || operation == AclOperation.ANY) {
      return invalid("Invalid operation " + operation);
    }
    AclPermission permission = AclPermission.ofId(entry.permissionType());
    if (permission != AclPermission.ALLOW && permission != AclPermission.DENY) {
      return invalid("Invalid permissionType " + permission);
    }
    if (entry.resourceName().isEmpty()) {
      return invalid("Resource name should not be empty");
    }
    if (entry.principal().indexOf(':') < 0) {
      return invalid("The principal `" + entry.principal() + "` has no type: a colon is missing");
    }
    return hostRefusal(entry.host(), rangesKnown);
  }

  private static @Nullable Refusal hostRefusal(String host, boolean rangesKnown) {
    if (host.isEmpty()) {
      return invalid("Host pattern cannot be null or empty");
    }
    if (!HostPattern.isRange(host)) {
      return null;
    }
    if (!rangesKnown) {
      return new Refusal(
          MetadataFault.UNSUPPORTED_FEATURE_LEVEL,
          "Ranges of hosts in ACLs call for a higher metadata.version (4.4-IV1)");
    }
    return HostPattern.isValidRange(host)
        ? null
        : invalid("Invalid CIDR notation '" + host + "': expected address/bits");
  }

  private static Refusal invalid(String message) {
    return new Refusal(MetadataFault.INVALID_REQUEST, message);
  }
}
