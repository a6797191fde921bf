/** Spring Kafka on the testkit. */
@NullMarked
package io.barnabas.testkit.spring;

import org.jspecify.annotations.NullMarked;
