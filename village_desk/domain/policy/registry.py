"""The mechanisms of the scheme that this program knows. A new one is a module in mechanisms/ and a line here.

The order is that in which the file is read (groups first, others name them), and, under one subject, in which a policy
is put into words and a pension into parts.
"""

from typing import Any

from village_desk.domain.policy.mechanisms import (
    age_tilt,
    aid,
    back_payment,
    base_pension,
    bundling,
    county_forms,
    death,
    divisor,
    enrolment,
    entitlement,
    government_paid,
    income_scheme,
    instalments,
    interest,
    leaving_reasons,
    mandate,
    practice,
    precedence,
    programme,
    scheme_start,
    second_payment,
    special_groups,
    start_cohort,
    subsidies,
    tiers,
    years_extra,
)
from village_desk.domain.policy.policy import Mechanism

MECHANISMS: tuple[Mechanism[Any], ...] = (
    special_groups.MECHANISM,
    government_paid.MECHANISM,
    precedence.MECHANISM,
    enrolment.MECHANISM,
    tiers.MECHANISM,
    second_payment.MECHANISM,
    instalments.MECHANISM,
    subsidies.MECHANISM,
    income_scheme.MECHANISM,
    aid.MECHANISM,
    back_payment.MECHANISM,
    interest.MECHANISM,
    entitlement.MECHANISM,
    scheme_start.MECHANISM,
    start_cohort.MECHANISM,
    bundling.MECHANISM,
    programme.MECHANISM,
    base_pension.MECHANISM,
    years_extra.MECHANISM,
    age_tilt.MECHANISM,
    divisor.MECHANISM,
    death.MECHANISM,
    leaving_reasons.MECHANISM,
    practice.MECHANISM,
    mandate.MECHANISM,
    county_forms.MECHANISM,
)
