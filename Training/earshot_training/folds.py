"""Which fold a clip belongs to.

Classes with clips in all five official folds keep them. The others, cut down to little more than
fold 4, are spread by author: nothing of one author of a class is in two of its folds.
"""

from collections import Counter, defaultdict

from .clips import Clip

FOLDS = (1, 2, 3, 4, 5)


def assign_folds(clips: list[Clip]) -> dict[str, int]:
    """The fold of each clip, by its file name."""
    folds_of = defaultdict(set)
    for clip in clips:
        folds_of[clip.label].add(clip.fold)
    official = [clip for clip in clips if folds_of[clip.label] >= set(FOLDS)]
    assigned = {clip.name: clip.fold for clip in official}
    fold_of_source = {clip.source: clip.fold for clip in official}

    groups = defaultdict(list)
    for clip in clips:
        if clip.name not in assigned:
            groups[clip.label, clip.author].append(clip)
    taken = Counter()
    for (label, _), group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        bound = {fold_of_source[clip.source] for clip in group if clip.source in fold_of_source}
        fold = min(bound or FOLDS, key=lambda fold: (taken[label, fold], taken[fold], fold))
        taken[label, fold] += len(group)
        taken[fold] += len(group)
        for clip in group:
            assigned[clip.name] = fold
            fold_of_source[clip.source] = fold
    return assigned
