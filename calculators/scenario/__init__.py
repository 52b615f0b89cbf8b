"""A team's situation, entered once: what calculators share, the gates, and the decision record made of them.

`shared` says which inputs are shared, `model` what a scenario holds and what a calculator takes from it, `reading` how
its file is read and written, `record` how the decision record is composed, `checks` what holds it to account.
"""
