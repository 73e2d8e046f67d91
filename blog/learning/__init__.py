"""The filter that learns from what moderators decided: features, training, calibration, the stored filter.

Scoring needs the standard library only. Training needs scikit-learn (the extra `filter`), imported when it trains.
"""
