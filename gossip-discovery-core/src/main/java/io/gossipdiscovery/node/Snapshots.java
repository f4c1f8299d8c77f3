package io.gossipdiscovery.node;

import io.gossipdiscovery.catalog.Catalog;
import io.gossipdiscovery.catalog.CatalogView;
import io.gossipdiscovery.model.Address;
import io.gossipdiscovery.model.Member;
import io.gossipdiscovery.model.NodeId;
import io.gossipdiscovery.swim.Observer;
import io.gossipdiscovery.swim.Swim;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * What applications may read while the machine works: the latest published members, catalog and
 * health. Written on the loop, at most once a turn; read by any thread, without waiting.
 */
final class Snapshots implements Observer {
    private final CatalogView view = new CatalogView();
    private volatile NodeId self;
    private volatile List<Member> members = List.of();
    private volatile int others;
    private volatile int localHealth;
    private volatile boolean isolated;
    private boolean dirty = true;

    Snapshots(NodeId self) {
        this.self = self;
    }

    NodeId self() {
        return self;
    }

    List<Member> members() {
        return members;
    }

    Optional<Member> member(Address address) {
        return members.stream().filter(m -> m.id().address().equals(address)).findFirst();
    }

    Catalog catalog() {
        return view.catalog();
    }

    int localHealth() {
        return localHealth;
    }

    /** Whether we believe that it is us who are cut off. */
    boolean isIsolated() {
        return isolated;
    }

    /** Whether no other live node is known. */
    boolean isAlone() {
        return others == 0;
    }

    /** How many other live nodes are known. */
    int others() {
        return others;
    }

    /**
     * Makes visible what changed. Loop only.
     *
     * @return whether there is a new catalog
     */
    boolean publish(Swim swim) {
        if (!dirty) {
            return false;
        }
        dirty = false;
        self = swim.self();
        members = swim.members();
        others = (int) members.stream().filter(this::isLiveOther).count();
        return view.publish();
    }

    @Override
    public void memberChanged(@Nullable Member before, @Nullable Member after) {
        dirty = true;
        view.memberChanged(before, after);
    }

    @Override
    public void selfChanged(NodeId before, NodeId after) {
        dirty = true;
    }

    @Override
    public void localHealthChanged(int score) {
        localHealth = score;
    }

    @Override
    public void isolationChanged(boolean isIsolated) {
        isolated = isIsolated;
    }

    private boolean isLiveOther(Member member) {
        return member.status().isLive() && !member.id().address().equals(self.address());
    }
}
