/** What the coordinator decides, one class per question. Pure; used on the shard's executor. */
@NullMarked
package io.barnabas.transaction.rule;

import org.jspecify.annotations.NullMarked;
