"""A small deck with what the pages of a site and a preview have to show."""

from __future__ import annotations

DOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><title>dot</title><circle cx="2" cy="2" r="2"/></svg>\n'
TAXONOMY = """[tags."dl::optim::adam"]
description = "Adam and AdamW"
minimum = 1

[tags."dl::optim::schedules"]
description = "Schedules of the learning rate"
minimum = 4

[tags."dl::data::leakage"]
description = "What must not be known in training"
minimum = 1
"""
ADAM = r"""---
tags: [dl::optim::adam]
---
# Adam

## Which two moments does Adam keep?
<!-- id: adam-moments; level: core -->

The mean $m_t$ and the uncentred variance $v_t$ of the gradient: ![a dot](dot.svg)

$$\theta_{t+1}=\theta_t-\eta\,\frac{\hat m_t}{\sqrt{\hat v_t}+\epsilon}$$

```python
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)  # decoupled
```

### Analogy
A ball with a memory of where it rolled.

### Sources
- Kingma and Ba 2015, arXiv:1412.6980

## Warm-up
<!-- id: warm-up; type: reversed; tags: dl::optim::schedules -->

A learning rate that grows over the first steps.

## Adam's defaults
<!-- id: adam-defaults; type: cloze -->

$\beta_1$ is {{c1::0.9::a decimal}} and $\beta_2$ is {{c2::0.999}}.
"""
DATA = """---
tags: [dl::data::leakage]
---
# Data

## How many test examples may be seen in training?
<!-- id: leakage; type: typed -->

0

## What is leakage in Zürich's résumé data?
<!-- id: leakage-words -->

Facts from the future; see [Adam](#adam-moments).
"""
CHOICE = """---
tags: [dl::data::leakage]
---
# Choices

## Which of these may a scaler be fitted on?
<!-- id: scaler-fit; type: choice -->

- [ ] the test data
- [x] the training data

Anything else leaks.
"""
FILES = {
    "content/03-choices/choices.md": CHOICE,
    "content/tags.toml": TAXONOMY,
    "content/01-optim/adam.md": ADAM,
    "content/01-optim/dot.svg": DOT,
    "content/02-data/data.md": DATA,
}
