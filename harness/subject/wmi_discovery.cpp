#include "harness/subject/wmi_discovery.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "harness/subject/wmi_sampling.h"

namespace wbemcheck::subject {
namespace {

constexpr std::size_t kMostObjects = 2000;  // more would make every scenario slow
constexpr const char* kNobody = "wbemcheck-no-such-object";
constexpr const char* kMissingClass = "Wbemcheck_NoSuchClass";

std::string select_all(const std::string& class_name) { return "SELECT * FROM " + class_name; }

struct Found {
    std::string class_name;
    Sample sample;
};

// The sample of a class that has so many instances, with a note whether a second call gives the same.
struct Trial {
    std::optional<Found> found;
    bool is_stable = false;
};

Trial try_class(const Sampler& sampler, const std::string& class_name, std::size_t fewest, std::size_t most) {
    Trial trial;
    if (sampler.is_over()) {
        return trial;
    }
    Sample sample = sampler.query(select_all(class_name), kMostObjects);
    if (!sample.is_whole || sample.texts.size() < fewest || sample.texts.size() > most) {
        return trial;
    }
    const Sample again = sampler.query(select_all(class_name), kMostObjects);
    trial.is_stable = again.is_whole && again.texts == sample.texts;
    trial.found = Found{class_name, std::move(sample)};
    return trial;
}

// The first class whose instances stand still; when none does, the first that has the right number of them.
std::optional<Found> choose(const Sampler& sampler, const std::vector<ManyCandidate>& candidates,
                            std::size_t most) {
    std::optional<Found> unstable;
    for (const ManyCandidate& candidate : candidates) {
        Trial trial = try_class(sampler, candidate.class_name, candidate.fewest, most);
        if (trial.found && trial.is_stable) {
            return std::move(trial.found);
        }
        if (trial.found && !unstable) {
            unstable = std::move(trial.found);
        }
    }
    return unstable;
}

std::optional<Found> choose_one(const Sampler& sampler, const std::vector<std::string>& class_names) {
    std::vector<ManyCandidate> candidates;
    for (const std::string& name : class_names) {
        candidates.push_back({name, 1});
    }
    return choose(sampler, candidates, 1);
}

// A class that exists and has no instance. Where a class without instances cannot be told from one that is
// missing, there is no such class to be found.
std::string choose_none(const Sampler& sampler, const std::vector<std::string>& candidates) {
    for (const std::string& candidate : candidates) {
        if (sampler.is_over()) {
            break;
        }
        if (sampler.get_object(candidate)) {
            const Sample sample = sampler.query(select_all(candidate), 1);
            if (sample.is_whole && sample.texts.empty()) {
                return candidate;
            }
        }
    }
    return {};
}

// A query for one class that no object meets.
std::string impossible_query(const Sampler& sampler, const Found& found) {
    const std::string property = any_string_property(*found.sample.first);
    if (property.empty() || sampler.is_over()) {
        return {};
    }
    const std::string wql =
        fmt::format("SELECT * FROM {} WHERE {} = '{}'", found.class_name, property, kNobody);
    const Sample sample = sampler.query(wql, 1);
    return sample.is_whole && sample.texts.empty() ? wql : std::string();
}

// The path with the value of its first key replaced by one that nothing has; "" when it has no such key.
std::string without_its_object(const std::string& path) {
    const std::size_t equals = path.find('=');
    if (equals == std::string::npos || equals + 1 == path.size()) {
        return {};
    }
    const std::size_t begin = equals + 1;
    std::size_t end = begin;
    if (path[begin] == '"') {
        for (end = begin + 1; end < path.size() && path[end] != '"'; ++end) {
            end += path[end] == '\\' ? 1 : 0;
        }
        return end < path.size() ? fmt::format("{}\"{}{}", path.substr(0, begin), kNobody, path.substr(end))
                                 : std::string();
    }
    while (end < path.size() && path[end] >= '0' && path[end] <= '9') {
        ++end;
    }
    return end == begin ? std::string() : path.substr(0, begin) + "2147483647" + path.substr(end);
}

void choose_paths(const Sampler& sampler, const Found& found, Vocabulary& words) {
    const std::string path = text_property(*found.sample.first, "__RELPATH");
    const std::string missing = without_its_object(path);
    if (missing.empty() || sampler.is_over() || !sampler.get_object(path)) {
        return;
    }
    if (words.object_path.empty()) {
        words.object_path = path;
    }
    if (words.missing_object_path.empty() && !sampler.get_object(missing)) {
        words.missing_object_path = missing;
    }
}

// Where no class can be enumerated, a class stands for all three, so that the asynchronous method can at
// least be asked whether it is there.
void choose_superclasses(const Sampler& sampler, const std::vector<std::string>& candidates,
                         Vocabulary& words) {
    if (!sampler.is_over() && !sampler.count_subclasses("")) {
        words.superclass_with_many = words.class_with_many;
        words.superclass_with_one = words.class_with_one;
        words.superclass_with_none = words.class_with_one;
        return;
    }
    for (const std::string& candidate : candidates) {
        if (sampler.is_over()) {
            return;
        }
        const std::optional<std::size_t> count =
            sampler.get_object(candidate) ? sampler.count_subclasses(candidate) : std::nullopt;
        if (!count) {
            continue;
        }
        std::string& place = *count == 0   ? words.superclass_with_none
                             : *count == 1 ? words.superclass_with_one
                                           : words.superclass_with_many;
        if (place.empty()) {
            place = candidate;
        }
    }
}

// The namespace's own classes, behind those that are asked for anyway. One that fills several Indicate calls comes before
// one that barely has several objects.
void add_own_classes(const Sampler& sampler, DiscoveryRequest& request) {
    constexpr std::size_t kMostClasses = 300;
    constexpr std::size_t kPlenty = 7;
    constexpr std::size_t kSeveral = 3;
    std::vector<std::string> with_objects;
    for (OwnClass& own : sampler.own_classes(kMostClasses)) {
        if (own.can_have_objects) {
            with_objects.push_back(own.name);
        }
        request.superclasses.push_back(std::move(own.name));
    }
    for (const std::size_t fewest : {kPlenty, kSeveral}) {
        for (const std::string& name : with_objects) {
            request.many.push_back({name, fewest});
        }
    }
    request.one.insert(request.one.end(), with_objects.begin(), with_objects.end());
    request.none.insert(request.none.end(), with_objects.begin(), with_objects.end());
}

}  // namespace

Vocabulary discover_vocabulary(com::com_ptr<IWbemServices> services, const DiscoveryRequest& given) {
    const Sampler sampler(std::move(services), std::chrono::steady_clock::now() + given.budget);
    DiscoveryRequest request = given;
    if (request.explores_classes) {
        add_own_classes(sampler, request);
    }
    Vocabulary words;
    const std::optional<Found> many = choose(sampler, request.many, kMostObjects);
    const std::optional<Found> one = choose_one(sampler, request.one);
    if (many) {
        words.class_with_many = many->class_name;
        words.many_query = select_all(many->class_name);
        choose_paths(sampler, *many, words);
    }
    if (one) {
        words.class_with_one = one->class_name;
        words.one_query = select_all(one->class_name);
        choose_paths(sampler, *one, words);
    }
    words.class_with_none = choose_none(sampler, request.none);
    if (!words.class_with_none.empty()) {
        words.none_query = select_all(words.class_with_none);
    } else if (one || many) {
        words.none_query = impossible_query(sampler, one ? *one : *many);
    }
    if (!request.many_query.empty()) {
        words.many_query = request.many_query;
    }
    if (!sampler.get_object(kMissingClass)) {
        words.missing_class = kMissingClass;
    }
    choose_superclasses(sampler, request.superclasses, words);
    if (!sampler.is_over()) {
        const Sample children = sampler.query("SELECT * FROM __NAMESPACE", 1);
        words.child_namespace = children.first ? text_property(*children.first, "Name") : std::string();
    }
    if (!request.method_path.empty() && !sampler.is_over() &&
        sampler.method_succeeds(request.method_path, request.method_with_outputs)) {
        words.method_path = request.method_path;
        words.method_with_outputs = request.method_with_outputs;
    }
    words.event_query = request.event_query;
    return words;
}

HRESULT try_query(com::com_ptr<IWbemServices> services, const std::string& wql,
                  std::chrono::milliseconds budget) {
    const Sampler sampler(std::move(services), std::chrono::steady_clock::now() + budget);
    const Sample sample = sampler.query(wql, 1);
    return FAILED(sample.result) ? sample.result : S_OK;
}

}  // namespace wbemcheck::subject
