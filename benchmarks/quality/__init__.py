"""Is the resolver right? Truth sets from a folder of real lists, innocents, a frozen baseline.

    truth      listings, halves (train, test), queries whose names were held out of the lists
    innocents  plausible company names that stand on no list, and hard negatives
    matrix     an auditor's manipulations of listed names
    pairs      labelled pairs of company names
    clusters   alias groups and a synthetic registry with planted truth

Rules hold on the train half only; figures are of the test half.
"""
