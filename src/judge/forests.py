"""Forests of the judge: how they are fitted, and the odds of lines by forests that saw none of their hosts."""
import lightgbm
import numpy as np

FOLDS = 5
TREES = dict(objective="binary", learning_rate=0.1, num_leaves=31, min_data_in_leaf=25, feature_fraction=0.3,
             bagging_fraction=0.8, bagging_freq=1, lambda_l2=5, max_bin=127, seed=1, verbose=-1, num_threads=2,
             deterministic=True)
ROUNDS = 160
FIRST, DOUBTFUL = 50, -1  # as in mod.rs: what has lower odds by the first trees is asked no further


def fit_trees(x, y, weight, params=TREES, rounds=ROUNDS):
    return lightgbm.train(params, lightgbm.Dataset(x, y, weight=weight, params={"max_bin": params["max_bin"]}), rounds)


def odds_by(model, x):
    """The odds as the program finds them by the large forest."""
    first = model.predict(x, raw_score=True, num_iteration=FIRST)
    return np.where(first > DOUBTFUL, model.predict(x, raw_score=True), first)


def odds_by_all(model, x):
    """The odds by all trees."""
    return model.predict(x, raw_score=True)


def odds_of_unseen(x, fold, chrome, weight, params=TREES, rounds=ROUNDS, by=odds_by):
    """The odds of each line by a forest that saw no line of its host; 0 for lines that always teach."""
    odds = np.zeros(len(weight))
    for k in range(FOLDS):
        part, learn = fold == k, (fold != k) & (weight > 0)
        odds[part] = by(fit_trees(x[learn], chrome[learn], weight[learn], params, rounds), x[part])
    return odds
