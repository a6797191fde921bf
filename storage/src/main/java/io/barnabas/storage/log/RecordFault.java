package io.barnabas.storage.log;

/**
 * One record that broke a rule (KIP-467).
 *
 * @param batchIndex which record of the request, counted from 0
 * @param detail what is wrong with it
 * @param keyless whether that is the key it lacks, in a compacted topic
 */
public record RecordFault(int batchIndex, String detail, boolean keyless) {}
