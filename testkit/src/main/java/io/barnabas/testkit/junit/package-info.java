/**
 * The testkit for JUnit Jupiter, 5 or 6: {@code @BarnabasTest} on a class or a method, or {@code
 * BarnabasExtension} as a registered extension.
 */
@NullMarked
package io.barnabas.testkit.junit;

import org.jspecify.annotations.NullMarked;
