package io.gossipdiscovery.network;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;

/**
 * Marks tests that make networks. Where that is not possible they are skipped and say so loudly;
 * with {@code -Dnetwork.required=true} they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealNetwork.Condition.class)
@interface RealNetwork {
    /** Asks the machine once. */
    final class Condition implements ExecutionCondition {
        private static final Optional<String> MISSING = Namespace.missing();

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (MISSING.isEmpty()) {
                return ConditionEvaluationResult.enabled("this machine can make networks");
            }
            String why = "NOT TESTED: " + context.getDisplayName() + ", because " + MISSING.get();
            if (Boolean.getBoolean("network.required")) {
                throw new IllegalStateException(why);
            }
            if (context.getTestMethod().isEmpty()) {
                System.err.println("\n*** " + why + "\n");
            }
            return ConditionEvaluationResult.disabled(why);
        }
    }
}
