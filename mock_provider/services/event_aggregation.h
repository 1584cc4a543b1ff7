// GROUP: the events of one subscription, collected over an interval and delivered as one event for each
// group.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "mock_provider/engine/alarm.h"
#include "mock_provider/engine/engine.h"
#include "mock_provider/engine/feed.h"
#include "mock_provider/model/class_definition.h"
#include "mock_provider/model/instance.h"
#include "mock_provider/services/object_rows.h"
#include "mock_provider/wql/query.h"

namespace wbemcheck::mock {

// As MS-WMI has it (3.1.6.1, 3.1.5): the first event starts the interval; an event either founds a group, of
// which it becomes the Representative, or is counted in the group that has the same values in the properties
// behind BY; at the end of the interval every group that HAVING does not rule out becomes one
// __AggregateEvent, in the order in which the groups were founded, and there are no groups any more. The next
// event starts the next interval.
//
// Thread-safe. It delivers into a feed that it does not keep: when the subscription has ended, nothing comes
// any more. Owned by the matcher of the subscription; its end stops the clock.
class EventAggregation : public std::enable_shared_from_this<EventAggregation> {
public:
    // The query has a GROUP that has passed check_notification_query. `projection` is what the query leaves
    // of each event: the Representative is what would have been delivered without GROUP, while BY and HAVING
    // see the whole event.
    EventAggregation(const wql::SelectQuery& query, Projection projection,
                     std::shared_ptr<const ClassDefinition> aggregate_event, std::weak_ptr<Feed> feed);
    ~EventAggregation();
    EventAggregation(const EventAggregation&) = delete;
    EventAggregation& operator=(const EventAggregation&) = delete;

    // To be called once, before the first event.
    void use_clock_of(const Engine& engine);

    void collect(std::shared_ptr<const Instance> event);

private:
    struct GroupOfEvents {
        std::shared_ptr<const Instance> representative;
        std::uint32_t count = 0;
    };

    void end_interval() noexcept;
    void deliver(Feed& feed);
    [[nodiscard]] bool is_wanted(const std::shared_ptr<const Instance>& aggregate) const;

    const wql::Group clause_;
    const std::chrono::milliseconds interval_;
    const Projection projection_;
    const std::shared_ptr<const ClassDefinition> aggregate_event_;
    const std::weak_ptr<Feed> feed_;
    std::shared_ptr<Alarm> alarm_;

    // Guards what follows. Held while groups are delivered, so that those of one interval come before those
    // of the next.
    std::mutex mutex_;
    std::vector<GroupOfEvents> groups_;                        // empty: no interval has begun
    std::unordered_map<std::string, std::size_t> group_with_;  // by the values behind BY
};

}  // namespace wbemcheck::mock
