-- Which products occur in a partner's opportunities, and those of one product in the usual order, as an ISV has it.
CREATE INDEX opportunities_of_reseller_and_product ON opportunities (reseller_id, product_id, created_at, id);
