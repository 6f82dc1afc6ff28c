/** Every alarm as data, and an evaluator that judges and replays them as CloudWatch does. */
@NullMarked
package dev.sluice.alarms;

import org.jspecify.annotations.NullMarked;
