DROP TABLE resale_authorizations;
