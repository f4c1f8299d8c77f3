package io.gossipdiscovery.spring.test;

import io.gossipdiscovery.memory.GossipTestCluster;

import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/** Makes the cluster as it was, after each test method that changed it. */
final class GossipTestExecutionListener implements TestExecutionListener {
    @Override
    public void afterTestMethod(TestContext test) {
        if (test.hasApplicationContext()) {
            ApplicationContext context = test.getApplicationContext();
            context.getBeanProvider(GossipTestCluster.class).ifAvailable(GossipTestCluster::reset);
        }
    }
}
