package io.barnabas.metadata.controller;

/**
 * Why something was refused.
 *
 * @param message shown to the client as it is
 */
public record Refusal(MetadataFault fault, String message) {}
